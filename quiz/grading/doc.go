// Package grading finds what answers are worth.
package grading
