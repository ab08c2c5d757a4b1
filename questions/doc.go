// Package questions reads banks of questions from the files that people keep them in.
//
// A bank is known by its content, whatever its files' endings are. Markdown is parsed, never searched line by
// line: the parts of an answer keep the bytes that they have in the file. What was not understood is reported
// with file, line and what to do; nothing disappears without a word.
package questions
