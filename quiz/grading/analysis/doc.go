// Package analysis prepares a text for comparison: it looks up everything that graders need to know
// about the words, clauses and terms of a text, once.
package analysis
