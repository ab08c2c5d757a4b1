// Package pages reads the pages of bbolt files as bytes, so that a damaged file can do no harm.
// bbolt's own check follows every number in the pages, and ends the program if one leads out of the
// file.
package pages
