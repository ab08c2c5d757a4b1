// Package e2e plays the quiz from both ends against platforms that others wrote: the program as it is built, and
// emulators of Slack and Discord that package.json names. What Discord's emulator lets pass is held against Discord's
// description of its API and its rules, and Markdown for Discord against a parser that others wrote. run starts all of
// it; without it the tests are skipped.
package e2e
