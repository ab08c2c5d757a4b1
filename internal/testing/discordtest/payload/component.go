package payload

// Kinds of components.
// https://discord.com/developers/docs/components/reference#component-object-component-types
const (
	ComponentRow       = 1
	ComponentButton    = 2
	ComponentSelect    = 3
	ComponentInput     = 4
	ComponentSection   = 9
	ComponentText      = 10
	ComponentThumbnail = 11
	ComponentGallery   = 12
	ComponentFile      = 13
	ComponentSeparator = 14
	ComponentContainer = 17
	ComponentLabel     = 18
	ComponentRadios    = 21
	ComponentChecks    = 22
)

// WithNested returns components and all nested ones in document order.
func WithNested(components []Object) []Object {
	var all []Object
	for _, c := range components {
		all = append(all, c)
		all = append(all, WithNested(ListOf(c["components"]))...)
		for _, key := range []string{"accessory", "component"} {
			if inner := ChildOf(c, key); inner != nil {
				all = append(all, WithNested([]Object{inner})...)
			}
		}
	}
	return all
}

// HasOptions reports whether options of a component can be chosen.
func HasOptions(c Object) bool {
	kind := IntOf(c, "type")
	return kind == ComponentSelect || kind == ComponentRadios || kind == ComponentChecks
}

// IsSelect reports whether a component is a select of any kind.
func IsSelect(c Object) bool {
	kind := IntOf(c, "type")
	return kind == ComponentSelect || kind >= 5 && kind <= 8
}
