{bourn/ref bourn.values/read-reference}
