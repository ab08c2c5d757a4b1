// Package contrary finds the clauses of an answer that say the contrary of a key point: a negation put
// in or taken out, an opposite, two things exchanged, another number.
package contrary
