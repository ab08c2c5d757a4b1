// Package durable tests that what is said to be saved survives a power loss. It traces the system
// calls of a process, because neither the end of a process nor a kill tells a file that was synced
// from one that was not, and it makes of a folder what a power loss would have left of it.
package durable
