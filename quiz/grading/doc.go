// Package grading grades answers.
package grading
