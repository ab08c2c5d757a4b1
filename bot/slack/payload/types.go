package payload

// commandPayload is docs.slack.dev/interactivity/implementing-slash-commands.
type commandPayload struct {
	Channel     string `json:"channel_id"`
	User        string `json:"user_id"`
	Command     string `json:"command"`
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
	TriggerID   string `json:"trigger_id"`
}

// interactionPayload is docs.slack.dev/reference/interaction-payloads.
type interactionPayload struct {
	Type        string `json:"type"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	User        struct {
		ID string `json:"id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		TS     string `json:"message_ts"`
		Thread string `json:"thread_ts"`
	} `json:"container"`
	Message struct {
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
	} `json:"message"`
	Actions []blockAction `json:"actions"`
	View    view          `json:"view"`
}

// view is docs.slack.dev/reference/views, with the state of its inputs.
type view struct {
	ID              string `json:"id"`
	Type            string `json:"type"`
	CallbackID      string `json:"callback_id"`
	PrivateMetadata string `json:"private_metadata"`
	Blocks          []struct {
		Type string `json:"type"`
		ID   string `json:"block_id"`
	} `json:"blocks"`
	State struct {
		Values map[string]map[string]inputState `json:"values"`
	} `json:"state"`
}

// inputState is what was entered or selected in one element of a view.
type inputState struct {
	Type  string `json:"type"`
	Value string `json:"value"`
	selection
}

// blockAction is a press of a button or a selection in a message or view.
type blockAction struct {
	ID string `json:"action_id"`
	TS string `json:"action_ts"`
	selection
}

// selection is the selected options of an element.
type selection struct {
	Option  *selectedOption  `json:"selected_option"`
	Options []selectedOption `json:"selected_options"`
}

type selectedOption struct {
	Value string `json:"value"`
}

// selectedValues returns the values of the selected options, none for a button.
func (s selection) selectedValues() []string {
	var values []string
	if s.Option != nil {
		values = append(values, s.Option.Value)
	}
	for _, o := range s.Options {
		values = append(values, o.Value)
	}
	return values
}

// eventCallback is docs.slack.dev/reference/events.
type eventCallback struct {
	ID    string `json:"event_id"`
	Event struct {
		Type string `json:"type"`
		Tab  string `json:"tab"`
		messagePayload
		Deleted  string          `json:"deleted_ts"`
		Message  *messagePayload `json:"message"`
		Previous *messagePayload `json:"previous_message"`
		// Inviter and the two ids belong to events about channels.
		Inviter      string `json:"inviter"`
		OldChannelID string `json:"old_channel_id"`
		NewChannelID string `json:"new_channel_id"`
	} `json:"event"`
}

// messagePayload is a message as events and histories have it.
type messagePayload struct {
	Subtype string `json:"subtype"`
	Channel string `json:"channel"`
	User    string `json:"user"`
	BotID   string `json:"bot_id"`
	Text    string `json:"text"`
	TS      string `json:"ts"`
	Thread  string `json:"thread_ts"`
	EventTS string `json:"event_ts"`
	Edited  *struct {
		TS string `json:"ts"`
	} `json:"edited"`
	Files []struct {
		ID string `json:"id"`
	} `json:"files"`
}
