package source

import (
	"fmt"
)

// Severity is the severity of a diagnostic.
type Severity string

// An Error is a part of a file that is missing in the bank. A Warning is a part that was read, but
// perhaps not as its author meant.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Diagnostic is a place in a file that was not understood, or should be improved. Line and Column
// count from 1. A Line of 0 means the whole file.
type Diagnostic struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Severity Severity `json:"severity"`
	// Code is the kind of the diagnostic. Message describes it and ends in the remedy.
	Code    string `json:"code"`
	Message string `json:"message"`
}

// String returns the diagnostic like bank.md:12:1: warning: message.
func (p Diagnostic) String() string {
	place := p.File
	if p.Line > 0 {
		place += fmt.Sprintf(":%d:%d", p.Line, max(p.Column, 1))
	}
	return fmt.Sprintf("%s: %s: %s", place, p.Severity, p.Message)
}

// AtColumn returns the diagnostic with another column.
func (p Diagnostic) AtColumn(column int) Diagnostic {
	p.Column = max(column, 1)
	return p
}

// ErrorAt returns an [Error] at the start of a line.
func ErrorAt(line int, code, message string) Diagnostic {
	return Diagnostic{Line: line, Column: 1, Severity: Error, Code: code, Message: message}
}

// WarningAt returns a [Warning] at the start of a line.
func WarningAt(line int, code, message string) Diagnostic {
	return Diagnostic{Line: line, Column: 1, Severity: Warning, Code: code, Message: message}
}

// SampleBand is the code of diagnostics of sample answers without a band.
const SampleBand = "sample-band"
