// Package console is a chat platform in a terminal: one channel, any number of members played by whoever
// types, and time that passes on request.
package console
