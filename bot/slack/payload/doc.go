// Package payload reads the payloads of Socket Mode and of message histories as package bot's acts.
//
// The payloads are decoded here rather than by slack-go, which refuses a whole event for one block that it does not know.
package payload
