package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the scripts print into them")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"quizbot":        func() { exit(runProcess()) },
		"quizbot-silent": func() { exit(runSilentService()) },
	})
}

// exit leaves with a status. The coverage counter needs a return on success.
func exit(status int) {
	if status != statusOK {
		os.Exit(status)
	}
}

// The scripts are the specification of what people see: each plays the program and holds its words.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true})
}
