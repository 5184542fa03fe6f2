"""What Prisma answers, in our words. Ids are text, though many are large numbers at the vendor."""
