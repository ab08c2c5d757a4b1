package source

import (
	"fmt"
	"io"
	"os"
)

// MaxFile is the limit of a file in bytes, several times the largest bank that is known.
const MaxFile = 256 << 20

// ReadFile reads a file of a bank. It refuses what is no regular file, because reading a pipe or a
// device may never end, and a file beyond [MaxFile].
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s isn't a regular file, so it can't be read as a bank: name a file or a folder of files", path)
	case info.Size() > MaxFile:
		return nil, fmt.Errorf("%s has more than %d MB: split the bank into several files", path, MaxFile>>20)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(file, MaxFile))
}
