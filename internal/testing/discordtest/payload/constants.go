package payload

// Kinds of callbacks.
const (
	CallbackMessage        = 4
	CallbackDeferred       = 5
	CallbackDeferredUpdate = 6 // update of the message that was pressed
	CallbackUpdate         = 7
	CallbackChoices        = 8
	CallbackModal          = 9
)

// Flags of a message.
// https://discord.com/developers/docs/resources/message#message-object-message-flags
const (
	FlagHasThread  = 1 << 5
	FlagEphemeral  = 1 << 6
	FlagLoading    = 1 << 7
	FlagComponents = 1 << 15
)
