//go:build !unix

package external

import "os/exec"

// ownGroup leaves the program as it is: only Unix has process groups.
func ownGroup(*exec.Cmd) {}

// killGroup does nothing: the program itself was killed before.
func killGroup(*exec.Cmd) {}
