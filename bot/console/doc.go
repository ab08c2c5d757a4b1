// Package console is a chat platform in a terminal. It has one channel, any number of members
// played by one person, and a clock moved by commands.
package console
