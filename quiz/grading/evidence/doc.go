// Package evidence measures how well an answer meets key points: it finds the points' words in the
// answer, also in other words and across languages, and the signs of a claim turned round.
package evidence
