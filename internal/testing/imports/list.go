package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// List returns the packages of the module, from go list.
func List(ctx context.Context) ([]Package, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-json=ImportPath,Name,Doc,Imports,Dir,GoFiles", module+"/...").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var packages []Package
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p Package
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

// ReadFiles reads the files of a package. The cache of go test does not know what go list reads, so
// a test has to read the files on its own to run again when one has changed.
func (p *Package) ReadFiles() error {
	for _, name := range p.GoFiles {
		if _, err := os.ReadFile(filepath.Join(p.Dir, name)); err != nil {
			return err
		}
	}
	return nil
}
