// Package e2e plays the quiz from both ends against platforms that others wrote: the program as it is built, and
// emulators of Slack and Discord that package.json names. run starts them; without them the tests are skipped.
package e2e
