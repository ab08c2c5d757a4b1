package durable

// The numbers of system calls that package syscall lacks.
const (
	seccompNumber       = 317
	copyFileRangeNumber = 326
	renameAt2Number     = 316
)
