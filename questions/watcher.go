package questions

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"quizbot/questions/source"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Watcher keeps a library as the files of its banks say, while it is read. A bank that got worse is refused: the
// one before stays. It implements [quiz.BankKeeper].
type Watcher struct {
	*Library
	banks []*watchedBank

	mu      sync.Mutex // guards refused
	refused map[string]quiz.RefusedBank
}

// watchedBank is a bank with what its files looked like when it was read, and at the last look.
type watchedBank struct {
	spec                               Spec
	bank                               *Bank
	loadedFingerprint, seenFingerprint string
}

// Change is what became of a bank whose files changed.
type Change struct {
	Bank *Bank
	// Diagnostics do not lie in a file but between banks, such as an id that two of them use.
	Diagnostics []source.Diagnostic
	// Refused says why the bank was not taken, nil where it was.
	Refused *quiz.RefusedBank
}

// Watch loads banks and keeps them. An error means that one cannot be read at all. problems are those between
// banks; those of each are its own.
func Watch(specs []Spec) (k *Watcher, banks []*Bank, problems []source.Diagnostic, err error) {
	k = &Watcher{Library: &Library{}, refused: map[string]quiz.RefusedBank{}}
	for _, spec := range specs {
		seen := fingerprint(spec.Path)
		bank, err := Load(spec)
		if err != nil {
			return nil, nil, nil, err
		}
		k.banks = append(k.banks, &watchedBank{spec, bank, seen, seen})
		banks = append(banks, bank)
	}
	return k, banks, k.Replace(banks...), nil
}

// Refused implements [quiz.BankKeeper].
func (k *Watcher) Refused() []quiz.RefusedBank {
	k.mu.Lock()
	defer k.mu.Unlock()
	var list []quiz.RefusedBank
	for _, s := range k.banks {
		if r, ok := k.refused[s.spec.Name]; ok {
			list = append(list, r)
		}
	}
	return list
}

// Run looks at the files again and again until ctx ends, and reloads those that changed and have come to rest.
// Each value from now on reload loads all of them at once. tell hears what became of each; it is called from
// this goroutine.
func (k *Watcher) Run(ctx context.Context, every time.Duration, reload <-chan os.Signal, tell func(Change)) {
	look := time.NewTicker(every)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-look.C:
			k.poll(now, false, tell)
		case <-reload:
			k.poll(time.Now(), true, tell)
		}
	}
}

// poll loads the banks whose files are not what they were, or all. A change must be seen twice the same, so
// that a file is not read while it is written.
func (k *Watcher) poll(now time.Time, all bool, tell func(Change)) {
	for _, s := range k.banks {
		seen := fingerprint(s.spec.Path)
		rested := seen == s.seenFingerprint
		s.seenFingerprint = seen
		if all || rested && seen != s.loadedFingerprint {
			k.reload(now, s, seen, tell)
		}
	}
}

// reload reads a bank again and takes it, if it did not get worse.
func (k *Watcher) reload(now time.Time, s *watchedBank, seen string, tell func(Change)) {
	bank, err := Load(s.spec)
	if fingerprint(s.spec.Path) != seen {
		return // it changed again meanwhile: the next look sees it
	}
	s.loadedFingerprint = seen
	k.mu.Lock()
	defer k.mu.Unlock()
	if refused := reasonToRefuse(s.bank, bank, err); refused != nil {
		refused.Bank, refused.At = s.spec.Name, now
		k.refused[s.spec.Name] = *refused
		tell(Change{Bank: bank, Refused: refused})
		return
	}
	delete(k.refused, s.spec.Name)
	s.bank = bank
	banks := make([]*Bank, len(k.banks))
	for i, s := range k.banks {
		banks[i] = s.bank
	}
	tell(Change{Bank: bank, Diagnostics: k.Replace(banks...)})
}

// reasonToRefuse says why a bank must not take the place of the one before, nil where it may.
func reasonToRefuse(before, bank *Bank, err error) *quiz.RefusedBank {
	switch {
	case err != nil:
		return &quiz.RefusedBank{Code: reason.BankUnreadable, Detail: err.Error()}
	case len(bank.Questions) == 0:
		return &quiz.RefusedBank{Code: reason.BankEmpty, Was: len(before.Questions)}
	case countErrors(bank) > countErrors(before):
		return &quiz.RefusedBank{Code: reason.BankMistakes, Was: countErrors(before), Now: countErrors(bank), Detail: firstError(bank)}
	}
	was, now := Summarize(before.Questions), Summarize(bank.Questions)
	if now.Questions*2 < was.Questions {
		return &quiz.RefusedBank{Code: reason.BankShrunk, Was: was.Questions, Now: now.Questions}
	}
	if now.Answered*2 < was.Answered {
		return &quiz.RefusedBank{Code: reason.BankAnswers, Was: was.Answered, Now: now.Answered}
	}
	return nil
}

func countErrors(b *Bank) int {
	n := 0
	for _, p := range b.Diagnostics {
		if p.Severity == source.Error {
			n++
		}
	}
	return n
}

// firstError is the first error of a bank, with its place.
func firstError(b *Bank) string {
	i := slices.IndexFunc(b.Diagnostics, func(p source.Diagnostic) bool { return p.Severity == source.Error })
	if i < 0 {
		return ""
	}
	return b.Diagnostics[i].String()
}

// fingerprint is what tells a state of files from another: their names, sizes and times.
func fingerprint(path string) string {
	files, err := listFiles(path)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			fmt.Fprintln(&b, file, err)
			continue
		}
		fmt.Fprintln(&b, file, info.Size(), info.ModTime().UnixNano())
	}
	return b.String()
}
