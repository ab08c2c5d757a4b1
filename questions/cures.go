package questions

// remedy is what the author of a bank is told to do.
type remedy int

const (
	markRight remedy = iota
	giveID           // takes the id
	writeAnswer
	listAccepted
	listKeyPoints
)

// cures are the remedies in each way of writing banks; formats without an entry of their own go by their family.
var cures = map[string]map[remedy]string{
	"markdown": {
		markRight: "mark one with [x], or name its letter in a line such as  Answer: B", giveID: "put  <!-- id: %s -->  below its title",
		writeAnswer: "write one below it", listAccepted: "list what is right behind  Accept:", listKeyPoints: "list them below  Key points:",
	},
	"json": {
		markRight: "name the right one in its field  \"correct\": its letter, its number counted from 0, or its words", giveID: "give it the field  \"id\": %q",
		writeAnswer: "write one in its field  \"answer\"", listAccepted: "list what is right in its field  \"accept\"", listKeyPoints: "list them in its field  \"key_points\"",
	},
	"yaml": {
		markRight: "name the right one as  correct: its letter, its number counted from 0, or its words", giveID: "give it  id: %s",
		writeAnswer: "write one as  answer:", listAccepted: "list what is right as  accept:", listKeyPoints: "list them as  key_points:",
	},
	"csv": {
		markRight: "name the right one in the column  correct: its letter, its number counted from 1, or its words", giveID: "put %s into the column  id",
		writeAnswer: "write one in the column  answer", listAccepted: "put what is right into the column  accept", listKeyPoints: "put them into the column  key_points",
	},
	"gift":   {markRight: "write = in front of the right one", writeAnswer: "write one between { and }, behind ="},
	"aiken":  {markRight: "name its letter in a line such as  ANSWER: B"},
	"trivia": {markRight: "write its words behind  ^"},
	"moodle": {markRight: "give the right one  fraction=\"100\"", writeAnswer: "write one as its  generalfeedback  or  graderinfo"},
	"anki":   {writeAnswer: "fill the back of the card"},
}

// convertFirst is the remedy for formats that have no way to write something.
const convertFirst = "write the bank in Markdown with  quizbot bank convert,  which has a place for it"

// cure is a remedy as it is written in a file.
func (b *Bank) cure(file string, r remedy) string {
	format := b.formats[file]
	switch format {
	case "", "notebook", perFile:
		format = "markdown"
	}
	if text, ok := cures[format][r]; ok {
		return text
	}
	return convertFirst
}
