// Package prose cuts text in English, Chinese or a mixture of both into tokens and clauses, so that
// two texts can be compared.
package prose
