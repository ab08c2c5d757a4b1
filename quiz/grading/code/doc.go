// Package code compares code whatever its names are.
package code
