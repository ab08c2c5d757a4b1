package questions

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// listFiles returns the files of a path, ordered by name. The path is a file, a folder or a
// pattern.
func listFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return []string{path}, nil
	case err == nil:
		return listFolder(path)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if target, err := os.Readlink(path); err == nil {
		return nil, fmt.Errorf("%s is a link to %s, which does not exist: is a disk not mounted? Mount it, or name another file or folder", path, target)
	}
	matches, err := filepath.Glob(path)
	if err != nil {
		return nil, fmt.Errorf("%s is no pattern: %w", path, err)
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("%s does not exist: name a file, a folder or a pattern that matches some", path)
	}
	var files []string
	for _, m := range matches {
		more, err := listFiles(m)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

// listFolder returns the files below a folder that may hold questions.
func listFolder(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != folder && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type()&^fs.ModeSymlink == 0 && mayHoldQuestions(d.Name()) && isRegularFile(path):
			files = append(files, path)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// isRegularFile reports whether a path leads to a regular file. Reading a pipe or a device may
// never end.
func isRegularFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// mayHoldQuestions reports whether a file of a name may be part of a bank. Licences, notes about a
// folder and files without text are not.
func mayHoldQuestions(name string) bool {
	switch stem := strings.ToUpper(strings.TrimSuffix(name, filepath.Ext(name))); {
	case strings.Contains(stem, "LICENSE"), strings.HasPrefix(stem, "LICENCE"), stem == "CONTRIBUTING", stem == "CODE_OF_CONDUCT":
		return false
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".mdx", ".txt", ".text", ".json", ".ipynb", ".yaml", ".yml", ".csv", ".tsv", ".xml", ".gift", "":
		return true
	}
	return false
}
