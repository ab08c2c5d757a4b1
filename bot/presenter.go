package bot

// Presenter composes cards from values of the domain, in a room's language and time zone.
type Presenter struct{ Printer }
