package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// reportWriter writes figures as tables.
type reportWriter struct {
	w   io.Writer
	set *dataset
	s   *settings
	t   thresholds
}

// report writes the figures of labelled answers, if there are any, and of written ones. Every verdict
// is that of a table which never saw the question.
func (r *reportWriter) report(folds int) error {
	var synthetic []verdict
	for _, written := range []bool{false, true} {
		questions := r.set.measured(written)
		if len(questions) == 0 {
			continue
		}
		n, name := len(questions), "labelled"
		if written {
			n, name = folds, "written"
		}
		dealt := foldsOf(questions, n)
		labelled, attacks := judge(r.set, r.s, dealt)
		if synthetic == nil {
			synthetic = attacks
		}
		r.printf("%d %s questions, held out in %d folds: %d decisions, cut at .5 log loss %.4f agreed %.3f plain %.3f\n\n",
			len(questions), name, len(dealt), len(labelled), logLoss(labelled), forcedAgreement(labelled),
			forcedAgreement(pick(labelled, isPlain)))
		if err := r.writeRows(labelled); err != nil {
			return err
		}
	}
	if err := r.writeAttacks(synthetic); err != nil {
		return err
	}
	return r.writeFeatures()
}

func (r *reportWriter) printf(format string, args ...any) { _, _ = fmt.Fprintf(r.w, format, args...) }

func isPlain(a *answer) bool { return a.trap == trapNone }

// forcedAgreement returns the share of verdicts that are right when all are cut at a half.
func forcedAgreement(verdicts []verdict) float64 {
	f := thresholds{0.5, 0.5}.count(verdicts)
	return share(f.agreed, f.decisions)
}

// writeRows writes a row for all verdicts, and for those on some of the answers.
func (r *reportWriter) writeRows(verdicts []verdict) error {
	t := r.newTable()
	writeLine(t, "answers", "n", "agreed", "of decided", "precision", "undecided", "missed", "credited x")
	row := func(name string, kept []verdict) {
		if len(kept) == 0 {
			return
		}
		f := r.t.count(kept)
		writeLine(t, name, fmt.Sprint(f.decisions), decimal(f.agreed, f.decisions), decimal(f.agreed, f.decisions-f.undecided),
			decimal(f.rightlyCredited, f.credited), decimal(f.undecided, f.decisions), decimal(f.missed, f.met),
			fmt.Sprintf("%d/%d", f.creditedAnyway, f.contradicted))
	}
	row("all", verdicts)
	for _, trap := range []string{trapNone, trapOver, trapUnder} {
		row(trap, pick(verdicts, func(a *answer) bool { return a.trap == trap }))
	}
	for _, lang := range []string{"en", "zh"} {
		row(lang, pick(verdicts, func(a *answer) bool { return a.question.lang == lang }))
	}
	for _, kind := range kindsOf(verdicts) {
		row(kind, pick(verdicts, func(a *answer) bool { return a.kind == kind }))
	}
	return r.end(t)
}

func kindsOf(verdicts []verdict) []string {
	var kinds []string
	for _, v := range verdicts {
		kinds = append(kinds, v.answer.kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// writeAttacks writes the share of points that are called met in each form of synthetic answer.
func (r *reportWriter) writeAttacks(verdicts []verdict) error {
	t := r.newTable()
	writeLine(t, "synthetic answers", "n", "called met")
	for _, form := range attackForms() {
		var kept []verdict
		for _, v := range verdicts {
			if v.attack == form {
				kept = append(kept, v)
			}
		}
		if f := r.t.count(kept); f.decisions > 0 {
			writeLine(t, form, fmt.Sprint(f.decisions), decimal(f.credited, f.decisions))
		}
	}
	return r.end(t)
}

// writeFeatures writes the area under the curve of each feature alone: .5 tells nothing, and below
// it the feature falls where points are met.
func (r *reportWriter) writeFeatures() error {
	var parts [3][]*decision // all, English, Chinese
	labelled := len(r.set.measured(false)) > 0
	for i := range r.set.labelled {
		d := &r.set.labelled[i]
		if labelled && d.question.written {
			continue
		}
		parts[0] = append(parts[0], d)
		if d.question.lang == "zh" {
			parts[2] = append(parts[2], d)
		} else {
			parts[1] = append(parts[1], d)
		}
	}
	t := r.newTable()
	writeLine(t, "feature", "direction", "AUC", "en", "zh")
	for i, f := range r.set.features {
		columns := []string{f.Name, fmt.Sprintf("%+d", f.Direction)}
		for _, part := range parts {
			columns = append(columns, fmt.Sprintf("%.3f", areaUnderCurve(part, i)))
		}
		writeLine(t, columns...)
	}
	return r.end(t)
}

func (r *reportWriter) newTable() *tabwriter.Writer {
	return tabwriter.NewWriter(r.w, 0, 0, 2, ' ', 0)
}

func (r *reportWriter) end(t *tabwriter.Writer) error {
	err := t.Flush()
	_, blank := fmt.Fprintln(r.w)
	return cmp.Or(err, blank)
}

func writeLine(t *tabwriter.Writer, cells ...string) {
	for i, c := range cells {
		if i > 0 {
			_, _ = fmt.Fprint(t, "\t")
		}
		_, _ = fmt.Fprint(t, c)
	}
	_, _ = fmt.Fprintln(t)
}

// decimal writes a share to three digits, and a dash for 0 of 0.
func decimal(a, b int) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", share(a, b))
}
