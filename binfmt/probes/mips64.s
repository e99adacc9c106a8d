.set noreorder
li $2, 5001
li $4, 1
ld $5, 8($29)
li $6, 14
syscall
li $2, 5000
li $4, 0
move $5, $29
li $6, 1
syscall
li $2, 5058
li $4, 42
syscall
nop
