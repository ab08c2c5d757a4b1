// Package words holds the texts that people read: the catalogues, one for each language, and the [Printer] that puts
// values into them.
package words
