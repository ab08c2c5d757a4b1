package source

import (
	"fmt"
)

// Severity is how bad a problem is.
type Severity string

// An Error is something that its author wrote and that is not in the bank; a Warning is something that was
// read, but perhaps not as it was meant.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Diagnostic is something that was not understood. Line and Column count from 1; a Line of 0 means the whole
// file.
type Diagnostic struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Severity Severity `json:"severity"`
	// Code names the kind of problem, Message says what is wrong and what to do.
	Code    string `json:"code"`
	Message string `json:"message"`
}

// String returns the problem like bank.md:12:1: warning: message.
func (p Diagnostic) String() string {
	place := p.File
	if p.Line > 0 {
		place += fmt.Sprintf(":%d:%d", p.Line, max(p.Column, 1))
	}
	return fmt.Sprintf("%s: %s: %s", place, p.Severity, p.Message)
}

// AtColumn puts a problem at a column.
func (p Diagnostic) AtColumn(column int) Diagnostic {
	p.Column = max(column, 1)
	return p
}

// ErrorAt returns an [Error] at a line.
func ErrorAt(line int, code, message string) Diagnostic {
	return Diagnostic{Line: line, Column: 1, Severity: Error, Code: code, Message: message}
}

// WarningAt returns a [Warning] at a line.
func WarningAt(line int, code, message string) Diagnostic {
	return Diagnostic{Line: line, Column: 1, Severity: Warning, Code: code, Message: message}
}
