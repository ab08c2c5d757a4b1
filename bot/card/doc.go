// Package card holds cards: messages as values, in parts that every platform draws in its own way.
package card
