package format

import "cmp"

// Remedies are what the author of a bank is told to do, each in the syntax of a format. An empty
// remedy means that the format has no syntax for it.
type Remedies struct {
	MarkRight     string
	GiveID        string // with %s in the place of the id
	WriteAnswer   string
	ListAccepted  string
	ListKeyPoints string
	WriteSamples  string
}

// Convert is the remedy of formats that have no syntax for something.
const Convert = "write the bank in Markdown with  quizbot bank convert,  which has a place for it"

// OrConvert returns the remedies with Convert in the place of the empty ones.
func (r Remedies) OrConvert() Remedies {
	return Remedies{
		MarkRight:     cmp.Or(r.MarkRight, Convert),
		GiveID:        cmp.Or(r.GiveID, Convert),
		WriteAnswer:   cmp.Or(r.WriteAnswer, Convert),
		ListAccepted:  cmp.Or(r.ListAccepted, Convert),
		ListKeyPoints: cmp.Or(r.ListKeyPoints, Convert),
		WriteSamples:  cmp.Or(r.WriteSamples, Convert),
	}
}
