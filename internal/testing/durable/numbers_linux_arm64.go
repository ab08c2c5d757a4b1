package durable

// The numbers of system calls that package syscall lacks.
const (
	seccompNumber       = 277
	copyFileRangeNumber = 285
	renameAt2Number     = 276
)
