movi a2, 13
movi a6, 1
l32i a3, a1, 4
movi a4, 14
syscall
movi a2, 12
movi a6, 0
mov a3, a1
movi a4, 1
syscall
movi a2, 118
movi a6, 42
syscall
