// Package payload reads the payloads of Socket Mode and of message histories as package bot's acts.
//
// The payloads are decoded here rather than by slack-go: it refuses a whole event for one unknown
// block.
package payload
