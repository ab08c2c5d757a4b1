// Package runner carries out the jobs that are due: it posts announcements, opens threads, fetches missed messages
// before a round closes, and sends alarms.
//
// The quiz decides what is due and remembers how it went, behind the [Work] interface. A platform posts, behind the
// [Announcer] interface. The runner keeps only what is running now: everything else is in the store, so a restart
// continues where the process stopped.
package runner
