.set noreorder
li $2, 4004
li $4, 1
lw $5, 4($29)
li $6, 14
syscall
li $2, 4003
li $4, 0
move $5, $29
li $6, 1
syscall
li $2, 4001
li $4, 42
syscall
nop
