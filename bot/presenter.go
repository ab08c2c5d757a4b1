package bot

import "quizbot/bot/words"

// Presenter composes cards from values of the domain, in a room's language and time zone.
type Presenter struct{ words.Printer }
