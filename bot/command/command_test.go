package command_test

import (
	"maps"
	"testing"

	"quizbot/bot/command"
	"quizbot/bot/words"
)

// desk is a set of commands with one of each kind.
func desk() command.Set {
	colours := command.Vocabulary{
		Words: []string{"red", "blue"},
		Names: func(_ words.Printer, word string) []string {
			return []string{word, map[string]string{"red": "红", "blue": "蓝"}[word]}
		},
	}
	return command.Set{
		{Path: "lamp", Bare: "on", Fallback: "lamp colour"},
		{Path: "lamp colour", Params: []command.Param{{Name: "colour", Kind: command.OneOf, Vocabulary: colours, Required: true}}},
		{Path: "desk move", ByName: true, Params: []command.Param{{Name: "room"}, {Name: "by"}}},
		{Path: "desk grade", Params: []command.Param{{Name: "member", Kind: command.Member}, {Name: "answer"}}},
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]command.Call{
		"/lamp":                  {Path: "lamp"},
		"lamp on":                {Path: "lamp"},
		"/lamp red":              {Path: "lamp colour", Args: map[string]string{"colour": "red"}, Guessed: "lamp red"},
		"/lamp on now":           {Path: "lamp", Wrong: "now"},
		"/LAMP colour  blue":     {Path: "lamp colour", Args: map[string]string{"colour": "blue"}},
		"/desk move 12 by=ann b": {Path: "desk move", Args: map[string]string{"room": "12", "by": "ann b"}},
		"/desk move BY：ann":      {Path: "desk move", Args: map[string]string{"by": "ann"}},
		"/desk grade Ann Lee":    {Path: "desk grade", Args: map[string]string{"member": "Ann Lee"}},
		"/desk grade 14.2":       {Path: "desk grade", Args: map[string]string{"answer": "14.2"}},
		"/desk":                  {Path: "desk", Wrong: "desk"},
		"/chair":                 {Path: "chair", Wrong: "chair"},
	} {
		got := desk().Parse(text)
		if got.Path != want.Path || got.Wrong != want.Wrong || got.Guessed != want.Guessed || !maps.Equal(got.Args, want.Args) {
			t.Errorf("%q: got %+v, want %+v", text, got, want)
		}
	}
}

// A missing value and an unknown word are invalid.
func TestInvalid(t *testing.T) {
	spec, ok := desk().Find("lamp colour")
	if !ok {
		t.Fatal("no command")
	}
	for value, invalid := range map[string]bool{"": true, "green": true, "red": false, "RED": false} {
		args := map[string]string{}
		if value != "" {
			args["colour"] = value
		}
		if p, got := spec.Invalid(args); got != invalid || got && p.Name != "colour" {
			t.Errorf("%q: got %s, %t", value, p.Name, got)
		}
	}
}

// A word is found by its name in any language.
func TestFindWord(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	spec, _ := desk().Find("lamp colour")
	for text, want := range map[string]string{"red": "red", " Blue ": "blue", "蓝": "blue", "green": ""} {
		if got, ok := spec.Params[0].FindWord(catalogue, text); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %t", text, got, ok)
		}
	}
}
