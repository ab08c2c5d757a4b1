package questions

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"quizbot/questions/source"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Watcher keeps a library up to date with the files of its banks. A bank that got worse is refused,
// and the previous version stays. It implements [quiz.BankKeeper].
type Watcher struct {
	*Library
	banks []*watchedBank

	mu      sync.Mutex // guards refused
	refused map[string]quiz.RefusedBank
}

// watchedBank is a bank with the fingerprint of its files when it was loaded, and at the last poll.
type watchedBank struct {
	spec                               Spec
	bank                               *Bank
	loadedFingerprint, seenFingerprint string
}

// Change is the result of reloading a bank.
type Change struct {
	Bank *Bank
	// Diagnostics are conflicts between banks, such as an id that two of them use.
	Diagnostics []source.Diagnostic
	// Refused is the reason to keep the previous version, nil where the bank was taken.
	Refused *quiz.RefusedBank
}

// Watch loads banks and returns a watcher of their files. The diagnostics are conflicts between
// banks. An error means that a bank cannot be read at all.
func Watch(specs []Spec) (k *Watcher, banks []*Bank, diagnostics []source.Diagnostic, err error) {
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

// Run polls the files until ctx ends, and reloads banks whose files changed and came to rest. Each
// value from reload loads all banks at once. tell is called with each result, from this goroutine.
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

// poll reloads the banks whose files changed, or all banks. A bank is reloaded when two polls see
// the same change, so that no file is read while it is written.
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

// reload loads a bank again and takes it if it did not get worse.
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

// reasonToRefuse returns the reason why a bank must not replace the previous version, nil where it
// may.
func reasonToRefuse(before, bank *Bank, err error) *quiz.RefusedBank {
	switch {
	case err != nil:
		return &quiz.RefusedBank{BankReason: reason.New(reason.BankUnreadable, "detail", err.Error())}
	case len(bank.Questions) == 0:
		return &quiz.RefusedBank{BankReason: reason.New(reason.BankEmpty, "was", strconv.Itoa(len(before.Questions)))}
	case countErrors(bank) > countErrors(before):
		return &quiz.RefusedBank{BankReason: reason.New(reason.BankMistakes, "was", strconv.Itoa(countErrors(before)), "now", strconv.Itoa(countErrors(bank)), "detail", firstError(bank))}
	}
	was, now := Summarize(before.Questions), Summarize(bank.Questions)
	if now.Questions*2 < was.Questions {
		return &quiz.RefusedBank{BankReason: reason.New(reason.BankShrunk, "was", strconv.Itoa(was.Questions), "now", strconv.Itoa(now.Questions))}
	}
	if now.Answered*2 < was.Answered {
		return &quiz.RefusedBank{BankReason: reason.New(reason.BankAnswers, "was", strconv.Itoa(was.Answered), "now", strconv.Itoa(now.Answered))}
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

// firstError returns the first error of a bank, with its place.
func firstError(b *Bank) string {
	i := slices.IndexFunc(b.Diagnostics, func(p source.Diagnostic) bool { return p.Severity == source.Error })
	if i < 0 {
		return ""
	}
	return b.Diagnostics[i].String()
}

// fingerprint returns the names, sizes and times of a bank's files, to tell one state of them from
// another.
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
