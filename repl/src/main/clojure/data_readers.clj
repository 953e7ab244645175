{bourn/ref bourn.values/read-reference
 bourn/blob bourn.values/read-blob
 bourn/cursor bourn.values/read-cursor
 bourn/bytes bourn.values/read-bytes
 bourn/keyword bourn.values/read-keyword
 bourn/symbol bourn.values/read-symbol
 bourn/tagged bourn.values/read-tagged}
