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

// Load reads the bank at path: a file, a folder with all that lies in it, or a pattern such as banks/*.md. An
// error means that nothing could be read; what was not understood of what was read is in the bank's
// Problems.
func Load(name, path string) (*Bank, error) {
	files, err := filesAt(path)
	if err != nil {
		return nil, fmt.Errorf("bank %s: %w", name, err)
	}
	bank := &Bank{Name: name}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("bank %s: %w", name, err)
		}
		if err := bank.add(file, "", data, len(files) > 1); err != nil {
			return nil, fmt.Errorf("bank %s: %w", name, err)
		}
	}
	if len(bank.Questions) == 0 {
		bank.Problems = append(bank.Problems, Problem{File: path, Severity: Error, Code: "no-questions", Message: "no question was found: write each under a heading, such as ## What is a closure?"})
	}
	bank.finish()
	return bank, nil
}

// filesAt are the files of a path, in the order of their names.
func filesAt(path string) ([]string, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return []string{path}, nil
	case err == nil:
		return filesWithin(path)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
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
		more, err := filesAt(m)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

// filesWithin are the files below a folder that may hold questions.
func filesWithin(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != folder && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && holdsText(d.Name()):
			files = append(files, path)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// holdsText reports whether a file of that name may be part of a bank: notes about a folder are not, nor
// what is not text.
func holdsText(name string) bool {
	switch stem := strings.ToUpper(strings.TrimSuffix(name, filepath.Ext(name))); {
	case strings.HasPrefix(stem, "LICEN"), stem == "CONTRIBUTING", stem == "CODE_OF_CONDUCT":
		return false
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".mdx", ".txt", ".text", ".json", ".ipynb", ".yaml", ".yml", ".csv", ".tsv", ".xml", ".gift", "":
		return true
	}
	return false
}

// add reads a file into the bank, in the format of that name or the one that its content shows. In a folder,
// a file without anything to ask is only a warning.
func (b *Bank) add(file, format string, data []byte, oneOfMany bool) error {
	text, problems := decode(data)
	p := page{file, text}
	f, err := formatOf(format, p)
	if err != nil {
		return err
	}
	found, more := f.read(p)
	problems = append(problems, more...)
	for i := range found {
		found[i].Source.File = file
		if found[i].Language == "" {
			found[i].Language = guessLanguage(&found[i])
		}
	}
	if len(found) == 0 && oneOfMany {
		problems = append(problems, Problem{Severity: Warning, Code: "no-questions", Message: "no question was found in this file"})
	}
	for i := range problems {
		problems[i].File = file
	}
	b.Questions = append(b.Questions, found...)
	b.Problems = append(b.Problems, problems...)
	return nil
}
