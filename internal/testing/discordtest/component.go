package discordtest

// Kinds of components. https://discord.com/developers/docs/components/reference#component-object-component-types
const (
	componentRow       = 1
	componentButton    = 2
	componentSelect    = 3
	componentInput     = 4
	componentSection   = 9
	componentText      = 10
	componentThumbnail = 11
	componentGallery   = 12
	componentFile      = 13
	componentSeparator = 14
	componentContainer = 17
	componentLabel     = 18
	componentRadios    = 21
	componentChecks    = 22
)

// nested are components with all that they hold, each before what is in it.
func nested(components []object) []object {
	var all []object
	for _, c := range components {
		all = append(all, c)
		all = append(all, nested(list(c["components"]))...)
		for _, key := range []string{"accessory", "component"} {
			if inner := sub(c, key); inner != nil {
				all = append(all, nested([]object{inner})...)
			}
		}
	}
	return all
}

// choosable reports whether options of a component can be chosen.
func choosable(c object) bool {
	kind := num(c, "type")
	return kind == componentSelect || kind == componentRadios || kind == componentChecks
}

// isSelect reports whether a component is a select of any kind.
func isSelect(c object) bool {
	kind := num(c, "type")
	return kind == componentSelect || kind >= 5 && kind <= 8
}
