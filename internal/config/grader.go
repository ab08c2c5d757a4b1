package config

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// check adds the errors in the settings of a grader.
func (g *Grader) check(errs *errorCollector) {
	if len(g.Exec) > 0 && g.Exec[0] == "" {
		errs.add("grader.exec", errors.New("the first entry is the program to run: write it like [./grade.py, --fast]"))
	}
	if !g.Model.IsSet() {
		if g.Model.Budget != Default().Grader.Model.Budget {
			errs.add("grader.model.budget", errors.New("a budget needs a model: set url and name, or remove the budget"))
		}
		return
	}
	if len(g.Exec) > 0 {
		errs.add("grader", errors.New("exec and model are both set, and one of them grades: remove the other"))
	}
	errs.add("grader.model.url", checkModelURL(g.Model.URL))
	if strings.TrimSpace(g.Model.Name) == "" {
		errs.add("grader.model.name", errors.New("the model has no name: write the one that its provider gives it"))
	}
	if strings.ContainsFunc(strings.TrimSpace(g.Model.Key.Reveal()), unicode.IsControl) {
		errs.add("grader.model.key", errors.New("the key has a line break or another control character within, which no request can carry: write it in one line"))
	}
	if g.Model.Budget < 1 {
		errs.add("grader.model.budget", fmt.Errorf("a budget of %d requests a day allows none: write 1 or more", g.Model.Budget))
	}
}

// checkModelURL checks the address of a model's API. Members are told its host, and keys belong
// elsewhere.
func checkModelURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return errors.New("this is no address of a model: write it like https://api.example.com/v1")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errors.New("an address with a name, a password or a query isn't taken: write the key under grader.model.key")
	case strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), "/chat/completions"):
		return errors.New("leave /chat/completions out: it is added")
	}
	return nil
}
