package discord

// Payloads that the bot sends: https://docs.discord.com/developers/components/reference. discordgo v0.29 knows neither labels
// in modals nor the nonce of a message, and cannot turn a deferred response into components.

// Types of components.
const (
	typeRow        = 1
	typeButton     = 2
	typeSelect     = 3
	typeInput      = 4
	typeSection    = 9
	typeText       = 10
	typeGallery    = 12
	typeSeparator  = 14
	typeContainer  = 17
	typeLabel      = 18
	typeRadios     = 21
	typeCheckboxes = 22
)

// Flags of messages.
const (
	flagEphemeral  = 1 << 6
	flagComponents = 1 << 15 // the message consists of components alone
)

// component is a part of a message or form. Which of its fields it has follows from its type.
type component struct {
	Type        int          `json:"type"`
	ID          int          `json:"id,omitempty"`
	Content     string       `json:"content,omitempty"`
	Components  []component  `json:"components,omitempty"`
	Component   *component   `json:"component,omitempty"`
	Accessory   *component   `json:"accessory,omitempty"`
	AccentColor int          `json:"accent_color,omitempty"`
	URL         string       `json:"url,omitempty"`
	Items       []item       `json:"items,omitempty"`
	Divider     bool         `json:"divider,omitempty"`
	Spacing     int          `json:"spacing,omitempty"`
	Style       int          `json:"style,omitempty"`
	Label       string       `json:"label,omitempty"`
	CustomID    string       `json:"custom_id,omitempty"`
	Placeholder string       `json:"placeholder,omitempty"`
	Options     []menuOption `json:"options,omitempty"`
	MinValues   *int         `json:"min_values,omitempty"`
	MaxValues   int          `json:"max_values,omitempty"`
	Value       string       `json:"value,omitempty"`
	MinLength   *int         `json:"min_length,omitempty"`
	MaxLength   int          `json:"max_length,omitempty"`
	Required    *bool        `json:"required,omitempty"`
}

// item is a picture of a gallery.
type item struct {
	Media       media  `json:"media"`
	Description string `json:"description,omitempty"`
}

type media struct {
	URL string `json:"url"`
}

type menuOption struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

// outgoing is a message on its way.
type outgoing struct {
	Flags      int         `json:"flags"`
	Components []component `json:"components"`
	Mentions   mentions    `json:"allowed_mentions"`
	// Nonce and Enforce keep Discord from posting within some minutes what it has posted already.
	Nonce     string     `json:"nonce,omitempty"`
	Enforce   bool       `json:"enforce_nonce,omitempty"`
	Reference *reference `json:"message_reference,omitempty"`
}

// mentions says whom a message notifies: nobody, ever.
type mentions struct {
	Parse [0]string `json:"parse"`
}

// reference is the message that another one answers.
type reference struct {
	Message string `json:"message_id"`
	Fail    bool   `json:"fail_if_not_exists"`
}

// window is a form.
type window struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}
