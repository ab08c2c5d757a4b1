// Package durable tests that what is said to be saved was synced to the disk. It traces the system
// calls of a process, because neither the end of a process nor a kill tells a file that was synced
// from one that was not.
package durable
