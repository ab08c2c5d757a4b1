// Package bolt keeps a store in one bbolt file. Its functions also make, copy, restore and check
// such files.
//
// Every error is a sentence with a remedy. A damaged file gives errors, and never ends the program:
// see package pages and damage.go.
//
// # Files beside the store
//
// A file is written beside its place, made durable, and renamed, so that a file in its place is
// complete. The next attempt overwrites what a crash left.
//
//	quizbot.db.lock                   locks the path while a process has a store open there
//	quizbot.db.new                    a store that is being made
//	quizbot.db.compact                an upgraded one without free space
//	quizbot.db.restoring              a backup that is being restored
//	quizbot.db.importing              an export that is being imported
//	*.partial                         a copy that is being written
//	quizbot.db.schema-1               the file before it was upgraded from schema 1
//	quizbot.db.before-restore-<time>  the file before a restore
//	quizbot.db.lost-<time>            what an open file held when it was deleted or replaced
//	quizbot-<time>.db                 a scheduled backup
package bolt
