// Package words holds the texts of the bot. A catalogue has them in one language, and a [Printer]
// fills in values.
package words
