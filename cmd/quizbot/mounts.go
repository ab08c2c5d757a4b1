package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// mountsFile lists the mount points that this process sees. Only Linux has it.
const mountsFile = "/proc/self/mountinfo"

// errMountedFile is the trouble with a database file that is a mount point.
var errMountedFile = errors.New("it is mounted by itself, so that no other file can take its place: a restore fails, and deleted text is " +
	"overwritten instead of the file being made smaller; mount the folder that it lies in instead")

// checkMountedFile returns errMountedFile if a file is a mount point, as with
// docker run -v ./quizbot.db:/data/quizbot.db.
func checkMountedFile(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return nil // opening the database tells more
	}
	mounts, err := os.Open(mountsFile)
	if err != nil {
		return nil // another system
	}
	defer func() { _ = mounts.Close() }() // it was only read
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if path, err = filepath.Abs(path); err == nil && isMountPoint(mounts, path) {
		return errMountedFile
	}
	return nil
}

// isMountPoint reports whether a list of mounts has an absolute path. The fifth field of a line is
// the mount point: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html.
func isMountPoint(mounts io.Reader, path string) bool {
	unescape := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	lines := bufio.NewScanner(mounts)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) > 4 && unescape.Replace(fields[4]) == path {
			return true
		}
	}
	return false
}
