// Package e2e plays the quiz against platforms from other authors: the built program, and the
// emulators of Slack and Discord in package.json. Requests to Discord's emulator are also checked
// against Discord's description of its API and its rules, and Markdown for Discord against a
// parser from other authors.
//
// The script run installs and starts everything. Without it the tests are skipped.
package e2e
