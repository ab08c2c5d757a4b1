// Package questions loads banks of questions from the files that people keep them in.
//
// The registry recognises the format of a file by its content, whatever its ending is. Each format
// is a package of its own that returns questions and diagnostics. A diagnostic has file, line and
// remedy; no text disappears without one.
package questions
