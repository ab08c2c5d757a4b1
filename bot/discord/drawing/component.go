package drawing

// Payloads of messages and modals: https://docs.discord.com/developers/components/reference.
// discordgo v0.29 knows neither labels in modals nor the nonce of a message, and cannot turn a
// deferred response into components.

// Types of components.
const (
	typeActionRow     = 1
	typeButton        = 2
	typeStringSelect  = 3
	typeTextInput     = 4
	typeSection       = 9
	typeTextDisplay   = 10
	TypeMediaGallery  = 12
	typeSeparator     = 14
	typeContainer     = 17
	typeLabel         = 18
	typeRadioGroup    = 21
	typeCheckboxGroup = 22
)

// Flags of messages.
const (
	FlagEphemeral  = 1 << 6
	flagComponents = 1 << 15 // the message consists of components alone
)

// Component is a part of a message or form. Which of its fields it has follows from its type.
type Component struct {
	Type        int            `json:"type"`
	ID          int            `json:"id,omitempty"`
	Content     string         `json:"content,omitempty"`
	Components  []Component    `json:"components,omitempty"`
	Component   *Component     `json:"component,omitempty"`
	Accessory   *Component     `json:"accessory,omitempty"`
	AccentColor int            `json:"accent_color,omitempty"`
	URL         string         `json:"url,omitempty"`
	Items       []GalleryItem  `json:"items,omitempty"`
	Divider     bool           `json:"divider,omitempty"`
	Spacing     int            `json:"spacing,omitempty"`
	Style       int            `json:"style,omitempty"`
	Label       string         `json:"label,omitempty"`
	CustomID    string         `json:"custom_id,omitempty"`
	Placeholder string         `json:"placeholder,omitempty"`
	Options     []SelectOption `json:"options,omitempty"`
	MinValues   *int           `json:"min_values,omitempty"`
	MaxValues   int            `json:"max_values,omitempty"`
	Value       string         `json:"value,omitempty"`
	MinLength   *int           `json:"min_length,omitempty"`
	MaxLength   int            `json:"max_length,omitempty"`
	Required    *bool          `json:"required,omitempty"`
}

// GalleryItem is a picture of a gallery.
type GalleryItem struct {
	Media       Media  `json:"media"`
	Description string `json:"description,omitempty"`
}

// Media is the file of a gallery item.
type Media struct {
	URL string `json:"url"`
}

// SelectOption is an option of a select or of a radio or checkbox group.
type SelectOption struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

// MessagePayload is a message on its way.
type MessagePayload struct {
	Flags      int             `json:"flags"`
	Components []Component     `json:"components"`
	Mentions   AllowedMentions `json:"allowed_mentions"`
	// Nonce and Enforce keep Discord from posting within some minutes what it has posted already.
	Nonce     string     `json:"nonce,omitempty"`
	Enforce   bool       `json:"enforce_nonce,omitempty"`
	Reference *Reference `json:"message_reference,omitempty"`
}

// AllowedMentions says whom a message notifies: nobody, ever.
type AllowedMentions struct {
	Parse [0]string `json:"parse"`
}

// Reference is the message that another one answers.
type Reference struct {
	Message string `json:"message_id"`
	Fail    bool   `json:"fail_if_not_exists"`
}

// Modal is a form.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`
}
