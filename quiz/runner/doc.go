// Package runner carries out due jobs: it posts announcements, opens threads, backfills missed
// messages before a round closes, and sends alarms.
//
// The quiz decides and remembers behind the [Work] interface, and a platform posts behind the
// [Announcer] interface. The runner itself keeps only running tasks. Everything else is in the
// store, so a restart continues at the same point.
package runner
